package upvest.gateway.intake;

import java.util.Arrays;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * HTTP that takes a Host with an underscore, as proxies and container networks send it. Tomcat answers 400 to it and has no
 * setting for it. The gateway does not ask for the host; the header stays as it arrived, for the signature.
 */
public final class UnderscoreInHost extends Http11NioProtocol {
    @Override
    protected Processor createProcessor() {
        return new Http11Processor(this, getAdapter()) {
            @Override
            protected void parseHost(MessageBytes host) {
                super.parseHost(host == null || host.isNull() ? host : withoutUnderscores(host));
            }
        };
    }

    private static MessageBytes withoutUnderscores(MessageBytes host) {
        ByteChunk chunk = host.getByteChunk();
        byte[] bytes = Arrays.copyOfRange(chunk.getBytes(), chunk.getStart(), chunk.getEnd());
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '_' ? (byte) 'x' : bytes[i];
        }
        MessageBytes copy = MessageBytes.newInstance();
        copy.setBytes(bytes, 0, bytes.length);
        return copy;
    }
}
