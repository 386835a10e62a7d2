package upvest.gateway.check;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a message that was never sent would have carried.
 *
 * @param kind text, bytes, map, or none of them
 * @param text null for what is neither text nor bytes; a character for each byte
 */
record MessageBody(String kind, @Nullable String text) {

    static MessageBody of(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return new MessageBody("text", text.getText());
        }
        if (message instanceof BytesMessage bytes) {
            bytes.reset();
            byte[] content = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(content);
            return new MessageBody("bytes", new String(content, StandardCharsets.ISO_8859_1));
        }
        return new MessageBody(message instanceof MapMessage ? "map" : "none of text, bytes and map", null);
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "MessageBody[" + kind + "]";
    }
}
