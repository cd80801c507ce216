package zvrd.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.ExitCode;
import zvrd.UserError;

class ErrorLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String told() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(ExitCode.class)
    void aUserErrorEndsWithItsOwnCodeAndTwoLines(ExitCode code) {
        int exit = new ErrorLines(err, () -> false).tell(new UserError(code, "a.mp4: no such file", "check the path"));
        assertThat(exit).isEqualTo(code.value());
        assertThat(told().lines()).containsExactly("zvrd: a.mp4: no such file", "      check the path");
    }

    @Test
    void aBugIsToldInTwoLinesToo() {
        int exit = new ErrorLines(err, () -> false).tell(new IllegalStateException("shape\nof two lines"));
        assertThat(exit).isEqualTo(1);
        assertThat(told().lines()).hasSize(2).first().asString().contains("internal error", "shape of two lines");
    }

    @Test
    void theStackTraceShowsOnlyWhenAskedFor() {
        new ErrorLines(err, () -> true).tell(new IllegalStateException("broken"));
        assertThat(told()).contains("at zvrd.app.console.ErrorLinesTest");
    }

    @Test
    void aFullHeapOfAnotherThreadIsToldAsSuch() {
        var wrapped = new IllegalStateException("a lane failed", new OutOfMemoryError("Java heap space"));
        assertThat(new ErrorLines(err, () -> false).tell(wrapped)).isEqualTo(5);
    }

    @Test
    void memoryThatLibtorchDidNotGetEndsWith5() {
        var failure = new IllegalStateException(new RuntimeException(
                "[enforce fail at alloc_cpu.cpp:121] err == 0. DefaultCPUAllocator: can't allocate memory: you tried"
                        + " to allocate 9 bytes.\nException raised from somewhere"));
        assertThat(new ErrorLines(err, () -> false).tell(failure)).isEqualTo(5);
        assertThat(told().lines()).hasSize(2).first().asString().endsWith("you tried to allocate 9 bytes.");
    }

    @Test
    void anInterruptedThreadEndsWith130() {
        assertThat(new ErrorLines(err, () -> false).tell(new InterruptedException()))
                .isEqualTo(130);
        assertThat(told().lines()).hasSize(2);
    }
}
