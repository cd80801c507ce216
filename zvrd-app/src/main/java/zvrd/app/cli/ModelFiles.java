package zvrd.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import zvrd.weights.BuiltinModel;
import zvrd.weights.ModelStore;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.TensorData;
import zvrd.weights.TensorFile;

/** Models by what a command line calls them. */
final class ModelFiles {
    private ModelFiles() {}

    /** Opens {@code builtin}, a model of the store, or a file. */
    static TensorFile open(String model) {
        return model.equals(BuiltinModel.NAME)
                ? BuiltinModel.open()
                : ModelStore.standard().open(model);
    }

    /** Writes the tensors of {@code model} to {@code target}, a safetensors file. */
    static Path copyAsSafetensors(String model, Path target) {
        try (TensorFile file = open(model)) {
            var tensors = new LinkedHashMap<String, TensorData>();
            file.names().forEach(name -> tensors.put(name, file.read(name)));
            SafetensorsWriter.write(target, file.metadata(), tensors);
        }
        return target;
    }
}
