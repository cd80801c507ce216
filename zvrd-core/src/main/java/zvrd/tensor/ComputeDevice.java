package zvrd.tensor;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import zvrd.ExitCode;
import zvrd.UserError;

/** Where tensors live and kernels run: the CPU, or the CUDA card {@code index}. */
public record ComputeDevice(Kind kind, int index) {
    /** The kinds of device there are. */
    public enum Kind {
        /** The processor; always there. */
        CPU,
        /** An NVIDIA card; needs the build with {@code -Pgpu}. */
        CUDA
    }

    /** The processor. */
    public static ComputeDevice cpu() {
        return new ComputeDevice(Kind.CPU, 0);
    }

    /**
     * Reads {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws UserError exit 2 for another word, exit 5 where the card is not there
     */
    public static ComputeDevice parse(String text) {
        if (text.equals("auto")) {
            return torch.cuda_is_available() ? new ComputeDevice(Kind.CUDA, 0) : cpu();
        }
        if (text.equals("cpu")) {
            return cpu();
        }
        if (text.matches("cuda(:\\d{1,3})?")) {
            int card = text.length() == 4 ? 0 : Integer.parseInt(text.substring(5));
            return cuda(card);
        }
        throw new UserError(
                ExitCode.USAGE, "--device expects auto, cpu, cuda or cuda:N, got " + text, "say --device auto");
    }

    private static ComputeDevice cuda(int card) {
        if (!torch.cuda_is_available()) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    "--device cuda:" + card + " is not usable: this build or this machine has no CUDA",
                    "build with -Pgpu on a machine with CUDA 13 and cuDNN 9, or say --device cpu");
        }
        if (card >= torch.cuda_device_count()) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    "--device cuda:" + card + " is not there: expected a card below " + torch.cuda_device_count(),
                    "say --device cuda:0");
        }
        return new ComputeDevice(Kind.CUDA, card);
    }

    /** {@code x} on this device; the same tensor where it is there already. */
    public Tensor to(Tensor x) {
        if (kind == Kind.CPU) {
            return x.is_cuda() ? x.cpu() : x;
        }
        try (var device = new Device(DeviceType.CUDA, (byte) index)) {
            return x.to(device, x.scalar_type());
        }
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
