package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The last good set on the disk: what is not surely ours is told and not trusted. */
@ExtendWith(OutputCaptureExtension.class)
class KeptKeysTest {
    private static final Instant READ = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant LATER = READ.plusSeconds(60);

    @TempDir
    Path folder;

    private Path file;
    private KeptKeys kept;
    private KeySet set;

    @BeforeEach
    void keep() throws Exception {
        file = folder.resolve("data/trusted-keys.json");
        kept = new KeptKeys(file, "https://keys.example.com/keys");
        set = KeySet.parse(
                new JWKSet(new ECKeyGenerator(Curve.P_521).keyID("first").generate()).toString(), READ);
        kept.keep(set, READ);
    }

    @Test
    void itComesBackAsItWas() {
        KeptKeys.Kept recalled = kept.recall(LATER);
        assertThat(recalled.read()).isEqualTo(READ);
        assertThat(recalled.set().keys().get("first").key())
                .isEqualTo(set.keys().get("first").key());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has other rights on files")
    void itIsItsOwnersAloneAndLeavesNothingElse() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent().toFile().list()).containsExactly("trusted-keys.json");
    }

    @Test
    void keysOfAnotherSourceAreNotTrusted(CapturedOutput output) {
        assertThat(new KeptKeys(file, "https://other.example.com/keys").recall(LATER))
                .isNull();
        assertThat(output.getOut()).contains("another source");
    }

    @Test
    void whatIsBrokenIsToldAndLeft(CapturedOutput output) throws Exception {
        String good = Files.readString(file);
        for (String bad : new String[] {
            "",
            "{",
            "[]",
            good.substring(0, good.length() / 2),
            good.replace("2026", "late"),
            good.replace("2026", "2099"),
            good.replace("P-521", "P-256"),
            good.replace("\"keys\"", "\"kees\""),
            "x".repeat(2 << 20)
        }) {
            Files.writeString(file, bad);
            assertThat(kept.recall(LATER))
                    .as(bad.substring(0, Math.min(80, bad.length())))
                    .isNull();
        }
        assertThat(output.getOut().split("is of no use and not read")).hasSize(10);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has other rights on files")
    void whatOthersCouldHaveWrittenIsNotTrusted(CapturedOutput output) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThat(kept.recall(LATER)).isNull();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Path elsewhere = Files.move(file, folder.resolve("elsewhere.json"));
        Files.createSymbolicLink(file, elsewhere);
        assertThat(kept.recall(LATER)).isNull();
        assertThat(output.getOut()).contains("others than its owner may write it", "it is not a file");
    }

    @Test
    void aFolderThatCannotBeWrittenStopsNothing(CapturedOutput output) throws Exception {
        Path blocked = Files.writeString(folder.resolve("blocked"), "");
        KeptKeys nowhere = new KeptKeys(blocked.resolve("trusted-keys.json"), "any");
        assertThatCode(() -> nowhere.keep(set, READ)).doesNotThrowAnyException();
        assertThat(output.getOut()).contains("the next start needs their source");
    }
}
