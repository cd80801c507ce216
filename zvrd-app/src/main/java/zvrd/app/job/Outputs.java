package zvrd.app.job;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.option.UsageError;
import zvrd.media.ClipTree;

/** Which clip goes where: one clip to the output itself, several clips and folder trees of clips into it as a folder. */
public final class Outputs {
    private static final String ENDING = ".mkv";

    private Outputs() {}

    /** Whether {@code inputs} are more than one clip, so that the output is a folder. */
    public static boolean several(List<String> inputs, String output) {
        return inputs.size() > 1 || ClipTree.isTree(Path.of(inputs.get(0)), Path.of(output));
    }

    /** Outputs by clip, in the inputs' order; for several, their folders are made if they are not there. */
    public static Map<String, String> of(List<String> inputs, String output) {
        if (!several(inputs, output)) {
            return Map.of(inputs.get(0), named(output).toString());
        }
        Path folder = Path.of(output);
        if (!Files.isDirectory(folder) && !output.endsWith("/")) {
            throw new UsageError(
                    "-o " + output + ": "
                            + (inputs.size() > 1 ? inputs.size() + " clips need" : "the clips of a folder need")
                            + " a folder to go to",
                    "say -o " + output + "/ or give one clip at a time");
        }
        var outputs = new LinkedHashMap<String, String>();
        names(clips(inputs, folder))
                .forEach((clip, name) -> outputs.put(clip, folder.resolve(name).toString()));
        outputs.values().forEach(each -> create(requireNonNullElse(Path.of(each).getParent(), folder)));
        return outputs;
    }

    /** Where {@code output} leads: a name with a slash behind it is a folder, made at once if a dot would hide that. */
    public static Path named(String output) {
        Path path = Path.of(output);
        if (output.endsWith("/") && String.valueOf(path.getFileName()).contains(".")) {
            create(path);
        }
        return path;
    }

    /**
     * A clip, and where it belongs under the output.
     *
     * @param clip as named by the user, or found in a folder that was
     * @param place its path from that folder on, without an ending
     */
    private record Placed(String clip, Path place) {
        /** The same with its own ending, for a clip that is called like another. */
        Path whole() {
            return place.resolveSibling(String.valueOf(Path.of(clip).getFileName()));
        }
    }

    private static List<Placed> clips(List<String> inputs, Path output) {
        var clips = new ArrayList<Placed>();
        for (String input : inputs) {
            Path path = Path.of(input);
            if (!ClipTree.isTree(path, output)) {
                clips.add(new Placed(input, Path.of(stem(input))));
                continue;
            }
            for (Path clip : ClipTree.clips(path, output)) {
                Path inside = path.relativize(clip);
                clips.add(new Placed(clip.toString(), inside.resolveSibling(stem(clip.toString()))));
            }
        }
        return clips;
    }

    /** Names under the output by clip; clips of one name keep their endings. */
    private static Map<String, String> names(List<Placed> clips) {
        var alike = new HashMap<Path, Integer>();
        clips.forEach(clip -> alike.merge(clip.place(), 1, Integer::sum));
        var names = new LinkedHashMap<String, String>();
        for (Placed clip : clips) {
            Path name = alike.getOrDefault(clip.place(), 0) == 1 ? clip.place() : clip.whole();
            String file = name + ENDING;
            if (names.containsValue(file) || names.put(clip.clip(), file) != null) {
                throw new UsageError(
                        clip.clip() + ": a second clip of that name, both would become " + file,
                        "give it to a run of its own with another -o");
            }
        }
        return names;
    }

    /** The folder {@code output}, which is made if it is not there. */
    public static Path folder(String output) {
        Path folder = Path.of(output);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UserError(ExitCode.OUTPUT, "-o " + output + ": is no folder", "name a folder, or a new one");
        }
        create(folder);
        return folder;
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
    public static String stem(String input) {
        Path path = Path.of(input);
        Path parent = path.getParent();
        Path named = input.contains("%") && parent != null ? parent : path;
        String name = String.valueOf(named.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 && !Files.isDirectory(named) ? name.substring(0, dot) : name;
    }
}
