# The gateway as an image: docker build -t upvest-gateway:0.1.0 .
# A tag moves. Name the bases by digest, as docs/how-to/run-with-docker.md says, and the same image is built each time.
ARG JDK=eclipse-temurin:21-jdk
ARG JRE=eclipse-temurin:21-jre
FROM ${JDK} AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src src
COPY docs docs
# Without -Dquick, which would leave the bill of materials out of the jar.
RUN --mount=type=cache,target=/root/.m2 ./mvnw -q -B -DskipTests -Dmaven.test.skip=true package
RUN java -Djarmode=tools -jar target/upvest-gateway.jar extract --destination /app

FROM ${JRE}
LABEL org.opencontainers.image.title="Upvest webhook gateway" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
# The numeric id lets a cluster see that it is not root. It is in group 0, as are the users that OpenShift makes up, and only
# data/ is that group's to write.
RUN useradd --uid 10001 --gid 0 --no-create-home gateway && install -d -o gateway -g 0 -m 0770 data
COPY --from=build /app/lib lib
COPY --from=build /app/upvest-gateway.jar ./
COPY bin bin
COPY samples samples
COPY schemas schemas
COPY kamelets kamelets
COPY config config
COPY routes routes
COPY docs docs
COPY LICENSE ./
# Without the archive that this writes the start is slower, nothing else.
RUN bin/gateway prepare || true
USER 10001
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8081/actuator/health/readiness"]
ENTRYPOINT ["bin/gateway", "run"]
