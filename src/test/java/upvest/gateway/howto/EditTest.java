package upvest.gateway.howto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a page shows fails when it is not so. */
class EditTest {
    private static final List<String> FILE = List.of("a:", "  - x", "b:", "  - x", "");

    @Test
    void changesTheOnePlaceThatIsMeant() {
        assertThat(Edit.apply(List.of(" b:", "-  - x", "+  - y", "+  - z"), FILE))
                .containsExactly("a:", "  - x", "b:", "  - y", "  - z", "");
        assertThat(Edit.apply(List.of("-a:", "+A:", "@@", "-b:", "+B:"), FILE))
                .containsExactly("A:", "  - x", "B:", "  - x", "");
    }

    @Test
    void refusesLinesThatAreNotThereOrTwice() {
        assertThatThrownBy(() -> Edit.apply(List.of(" c:", "+  - y"), FILE)).hasMessageContaining("no such lines");
        assertThatThrownBy(() -> Edit.apply(List.of("   - x", "+  - y"), FILE)).hasMessageContaining("more than once");
        assertThatThrownBy(() -> Edit.apply(List.of("+  - y"), FILE)).hasMessageContaining("no such lines");
    }

    @Test
    void comparesWhatIsShownWithWhatWasPrinted() {
        Shown shown = new Shown(List.of("sent in ... ms", "...", "2 shown"));
        assertThat(shown.fits("\nsent in 17 ms \nx\ny\n2 shown\n")).isTrue();
        assertThat(shown.fits("sent in 17 ms\n2 shown")).isTrue();
        assertThat(shown.fits("sent in 17 ms\n3 shown")).isFalse();
        assertThat(shown.fits("sent in 17 ms\n2 shown\nmore")).isFalse();
        assertThat(new Shown(List.of("a.b")).fits("axb")).isFalse();
        assertThat(new Shown(List.of("ends with ...")).fits("ends with this")).isTrue();
        assertThat(new Shown(List.of()).fits("anything")).isFalse();
    }
}
