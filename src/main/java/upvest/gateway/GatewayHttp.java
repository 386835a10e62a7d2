package upvest.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;

/**
 * HTTP as the gateway takes it, on both of its ports. The head of a request must be there in time as a whole: Tomcat bounds
 * the pauses in it only. While more than half of the connections that may be open are, whoever sends nothing is given a
 * second, so that there is always a place for those who do. A Host may have an underscore, as proxies and container
 * networks send it: Tomcat answers 400 to it and has no setting for it; the gateway does not ask for the host, and the
 * header stays as it arrived, for the signature.
 */
public final class GatewayHttp extends Http11NioProtocol {
    private static final int HASTE_MILLIS = 1000;

    private final Places places;
    private long longestHeadMillis = Long.MAX_VALUE;

    /** Made by Tomcat. */
    public GatewayHttp() {
        this(new Places());
    }

    private GatewayHttp(Places places) {
        super(places);
        this.places = places;
    }

    /**
     * Lets a server speak it.
     *
     * @param longestHead time from the first bytes of a request to the end of its head; then the connection is closed
     */
    public static void use(TomcatServletWebServerFactory server, Duration longestHead) {
        server.setProtocol(GatewayHttp.class.getName());
        server.addConnectorCustomizers(
                connector -> ((GatewayHttp) connector.getProtocolHandler()).longestHeadMillis = longestHead.toMillis());
    }

    @Override
    protected Processor createProcessor() {
        return new TimedHead(getAdapter());
    }

    /** The open connections. What each may wait is asked when it is made, and again before each of its requests. */
    private static final class Places extends NioEndpoint {
        boolean scarce() {
            return getConnectionCount() > getMaxConnections() / 2;
        }

        int usualTimeout() {
            return super.getConnectionTimeout();
        }

        @Override
        public int getConnectionTimeout() {
            return bounded(usualTimeout());
        }

        @Override
        public int getKeepAliveTimeout() {
            return bounded(super.getKeepAliveTimeout());
        }

        /** The same, or less while places are scarce. */
        private int bounded(int millis) {
            return scarce() ? Math.min(HASTE_MILLIS, millis) : millis;
        }
    }

    /** Called anew whenever bytes are there; no thread waits for a head. */
    private final class TimedHead extends Http11Processor {
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
            long longest = places.scarce() ? Math.min(HASTE_MILLIS, longestHeadMillis) : longestHeadMillis;
            long left = longest - TimeUnit.NANOSECONDS.toMillis(now - since);
            if (left <= 0) {
                begun = false;
                return SocketState.CLOSED;
            }
            socket.setReadTimeout(Math.min(places.getConnectionTimeout(), left));
            return state;
        }

        /** The head is complete: for what follows there is the usual time. */
        @Override
        protected void parseHost(MessageBytes host) {
            begun = false;
            socketWrapper.setReadTimeout(places.usualTimeout());
            socketWrapper.setWriteTimeout(places.usualTimeout());
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
