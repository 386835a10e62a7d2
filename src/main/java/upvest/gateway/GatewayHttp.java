package upvest.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;

/**
 * HTTP as the gateway takes it, on both of its ports. The head of a request must be there in time as a whole: Tomcat bounds
 * the pauses in it only. A Host may have an underscore, as proxies and container networks send it: Tomcat answers 400 to it
 * and has no setting for it; the gateway does not ask for the host, and the header stays as it arrived, for the signature.
 */
public final class GatewayHttp extends Http11NioProtocol {
    private long longestHeadNanos = Long.MAX_VALUE;

    /**
     * Lets a server speak it.
     *
     * @param longestHead time from the first bytes of a request to the end of its head; then the connection is closed
     */
    public static void use(TomcatServletWebServerFactory server, Duration longestHead) {
        server.setProtocol(GatewayHttp.class.getName());
        server.addConnectorCustomizers(connector ->
                ((GatewayHttp) connector.getProtocolHandler()).longestHeadNanos = longestHead.toNanos());
    }

    @Override
    protected Processor createProcessor() {
        return new TimedHead(getAdapter());
    }

    /** Called anew whenever bytes are there; no thread waits for a head. */
    private final class TimedHead extends Http11Processor {
        private static final int NANOS_A_MILLI = 1_000_000;

        private boolean begun;
        private long since;

        TimedHead(Adapter adapter) {
            super(GatewayHttp.this, adapter);
        }

        @Override
        public SocketState service(SocketWrapperBase<?> socket) throws IOException {
            SocketState state = super.service(socket);
            if (state != SocketState.LONG || isAsync()) {
                begun = false;
                return state;
            }
            long now = System.nanoTime();
            since = begun ? since : now;
            begun = true;
            long left = longestHeadNanos - (now - since);
            if (left <= 0) {
                begun = false;
                return SocketState.CLOSED;
            }
            socket.setReadTimeout(Math.min(getConnectionTimeout(), 1 + left / NANOS_A_MILLI));
            return state;
        }

        /** The head is complete. */
        @Override
        protected void parseHost(MessageBytes host) {
            if (begun) {
                begun = false;
                socketWrapper.setReadTimeout(getConnectionTimeout());
            }
            super.parseHost(host == null || host.isNull() ? host : withoutUnderscores(host));
        }
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
