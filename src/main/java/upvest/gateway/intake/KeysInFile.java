package upvest.gateway.intake;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A key set that somebody has put on this machine. */
record KeysInFile(URI address) implements KeySource {
    @Override
    public Document read() throws IOException {
        Path file = address.isOpaque() ? Path.of(address.getSchemeSpecificPart()) : Path.of(address);
        try (InputStream in = new FileInputStream(file.toFile())) { // its failure says what is wrong with the file
            return new Document(new String(in.readNBytes(KeySet.LARGEST), StandardCharsets.UTF_8), null);
        }
    }

    @Override
    public boolean here() {
        return true;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
