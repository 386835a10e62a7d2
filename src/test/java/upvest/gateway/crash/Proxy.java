package upvest.gateway.crash;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * What stands before a pair: gives each connection to the next gateway, to the other one when the first cannot be reached
 * in a second, and hangs up when neither side has said anything for ten.
 */
final class Proxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 1000;
    private static final int SILENCE_MILLIS = 10_000;

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final IntFunction<URI> gateways;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param gateways where the n-th connection goes */
    Proxy(IntFunction<URI> gateways) throws IOException {
        this.gateways = gateways;
        start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + entrance.getLocalPort()
                + gateways.apply(0).getPath());
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                start(() -> connect(near));
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void connect(Socket near) {
        for (int attempt = 0; attempt < 2; attempt++) {
            URI gateway = gateways.apply(turn.getAndIncrement());
            Socket far = new Socket();
            try {
                far.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()), CONNECT_MILLIS);
                near.setSoTimeout(SILENCE_MILLIS);
                far.setSoTimeout(SILENCE_MILLIS);
                start(() -> copy(near, far));
                copy(far, near);
                return;
            } catch (IOException e) {
                close(far);
            }
        }
        close(near);
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream input = from.getInputStream();
            byte[] piece = new byte[8192];
            for (int n = input.read(piece); n >= 0; n = input.read(piece)) {
                to.getOutputStream().write(piece, 0, n);
            }
        } catch (SocketTimeoutException e) {
            // silence
        } catch (IOException e) {
            // one end hung up
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
