package zvrd.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zvrd.ExitCode;
import zvrd.UserError;

/** Which input goes where: one input to the output itself, several into it as a folder. */
final class Outputs {
    private Outputs() {}

    /** Outputs by input, in the inputs' order; the folder of several is made if it is not there. */
    static Map<String, String> of(List<String> inputs, String output) {
        var outputs = new LinkedHashMap<String, String>();
        if (inputs.size() == 1) {
            outputs.put(inputs.get(0), output);
            return outputs;
        }
        Path folder = Path.of(output);
        if (!Files.isDirectory(folder) && !output.endsWith("/")) {
            throw new UsageError(
                    "-o " + output + ": " + inputs.size() + " clips need a folder to go to",
                    "say -o " + output + "/ or give one clip at a time");
        }
        var names = new HashSet<String>();
        for (String input : inputs) {
            String name = stem(input) + ".mkv";
            if (!names.add(name) || outputs.put(input, folder.resolve(name).toString()) != null) {
                throw new UsageError(
                        input + ": a second clip of that name, both would become " + folder.resolve(name),
                        "give it to a run of its own with another -o");
            }
        }
        create(folder);
        return outputs;
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    "-o " + folder + "/: this folder cannot be made (" + cause + ")",
                    "choose another, or check the permissions of the one it lies in",
                    cause);
        }
    }

    /** The name of a file without its ending, of a folder, or of a pattern's folder. */
    private static String stem(String input) {
        Path path = Path.of(input);
        Path parent = path.getParent();
        Path named = input.contains("%") && parent != null ? parent : path;
        String name = String.valueOf(named.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 && !Files.isDirectory(named) ? name.substring(0, dot) : name;
    }
}
