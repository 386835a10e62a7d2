/** For those who read the gateway's queues: a broker inside a test, and events as the gateway sends them. */
package upvest.gateway.consumerkit;
