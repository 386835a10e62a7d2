package upvest.gateway.crash;

/**
 * An event and where it belongs.
 *
 * @param queue the queue it must be found in, without prefix
 * @param file whether a file must be made of it
 * @param mail whether it must be told in a mail
 * @param text the event, byte for byte
 */
record Event(String id, String object, String queue, boolean file, boolean mail, String text) {

    /** The ledger's word for where it went. */
    String channels() {
        return "upvest." + queue + (file ? ",upvest.files" : "") + (mail ? ",upvest.mail" : "");
    }
}
