package upvest.gateway.operations;

import io.hawt.springboot.HawtioPlugin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tab Upvest in Hawtio: plain modules below {@code hawtio-static}, which Hawtio serves and loads as they are. */
@Configuration(proxyBeanMethods = false)
class HawtioTab {

    @Bean
    HawtioPlugin upvestTab() {
        HawtioPlugin tab = new HawtioPlugin("upvestTab", "./plugin");
        tab.setUrl("static/upvest-tab");
        tab.setRemoteEntryFileName("entry.js");
        tab.setBustRemoteEntryCache(false);
        tab.setPluginEntry("plugin");
        return tab;
    }
}
