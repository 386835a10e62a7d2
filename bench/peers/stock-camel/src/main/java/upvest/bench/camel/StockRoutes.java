package upvest.bench.camel;

import java.util.UUID;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.springframework.stereotype.Component;
import upvest.bench.common.Shared;

/** Validator, Splitter, Idempotent Consumer and Content-Based Router, each as its page in Camel's manual shows it. */
@Component
class StockRoutes extends RouteBuilder {
    private static final String SCHEMA = "json-validator:file:schemas/published/upvest-webhook-event-schema.json";

    private final JdbcMessageIdRepository eventIds;

    StockRoutes(JdbcMessageIdRepository eventIds) {
        this.eventIds = eventIds;
    }

    @Override
    public void configure() {
        from("platform-http:" + Shared.PATH + "?httpMethodRestrict=POST")
                .routeId("receive")
                .convertBodyTo(String.class)
                .to(SCHEMA)
                .setHeader("UpvestDeliveryId", () -> UUID.randomUUID().toString())
                .setHeader("UpvestReceivedAt", simple("${date:now:yyyy-MM-dd'T'HH:mm:ss.SSSXXX}"))
                .removeHeaders("CamelHttp*")
                .split(jsonpath("$.payload[*]"))
                .stopOnException()
                .to("direct:event")
                .end()
                .setBody(constant("accepted"));

        from("direct:event")
                .routeId("event")
                .setHeader("UpvestEventId", simple("${body[id]}"))
                .setHeader("UpvestEventType", simple("${body[event_type]}"))
                .setHeader("UpvestCategory", simple("${body[object][type]}"))
                .setHeader("UpvestCreatedAt", simple("${body[created_at]}"))
                .setHeader("UpvestObjectId", simple("${body[object][id]}"))
                .setHeader("JMSType", header("UpvestEventType"))
                .setHeader("JMSCorrelationID", header("UpvestEventId"))
                .setHeader("JMSXGroupID", header("UpvestObjectId"))
                .marshal()
                .json()
                .convertBodyTo(String.class)
                .idempotentConsumer(header("UpvestEventId"), eventIds)
                .choice()
                .when(simple("${header.UpvestCategory} in 'USER,USER_CHECK'"))
                .to(ExchangePattern.InOnly, queue("users"))
                .when(simple("${header.UpvestCategory} in 'ACCOUNT,ACCOUNT_GROUP'"))
                .to(ExchangePattern.InOnly, queue("accounts"))
                .when(simple("${header.UpvestCategory} in 'ORDER,ORDER_CANCELLATION,EXECUTION'"))
                .to(ExchangePattern.InOnly, queue("orders"))
                .when(simple("${header.UpvestCategory} in 'POSITION,PORTFOLIO,REBALANCING,SAVINGS_PLAN'"))
                .to(ExchangePattern.InOnly, queue("portfolios"))
                .when(simple("${header.UpvestCategory} in 'CASH_BALANCE,DIRECT_DEBIT,WITHDRAWAL,MANDATE'"))
                .to(ExchangePattern.InOnly, queue("payments"))
                .when(simple("${header.UpvestCategory} in"
                        + " 'SECURITIES_TRANSFER,ACCOUNT_TRANSFER,CORPORATE_ACTION,LIQUIDATION'"))
                .to(ExchangePattern.InOnly, queue("securities"))
                .when(simple("${header.UpvestCategory} in 'REPORT,FEE'"))
                .to(ExchangePattern.InOnly, queue("reports"))
                .to(ExchangePattern.InOnly, queue("files"))
                .otherwise()
                .to(ExchangePattern.InOnly, queue("unknown"));
    }

    private static String queue(String channel) {
        return "jms:queue:upvest." + channel + "?transacted=true";
    }
}
