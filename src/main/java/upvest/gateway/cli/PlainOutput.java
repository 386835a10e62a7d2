package upvest.gateway.cli;

import java.io.PrintWriter;
import upvest.gateway.Printable;

/** What a command prints, without anything that a terminal would obey: some of it comes from strangers. */
final class PlainOutput extends PrintWriter {
    PlainOutput(PrintWriter terminal) {
        super(terminal, true);
    }

    @Override
    public void write(int character) {
        write(String.valueOf((char) character));
    }

    @Override
    public void write(char[] text, int start, int length) {
        write(new String(text, start, length));
    }

    @Override
    public void write(String text, int start, int length) {
        String plain = Printable.text(text.substring(start, start + length));
        super.write(plain, 0, plain.length());
    }
}
