# Builds the gateway and the bench unless nothing changed. Sourced by run and soak: sets java and classpath.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
stamp="$here/bench/target/built"
if [ ! -f "$stamp" ] || [ -n "$(find "$here/src/main" "$here/pom.xml" "$here/bench" \( -name '*.java' -o -name '*.xml' -o -name '*.sql' -o -name '*.yaml' \) \
  -not -path '*/target/*' -newer "$stamp" | head -n 1)" ]; then
  echo "bench: compiling ..." >&2
  (cd "$here" && ./mvnw -q -B -Dquick -DskipTests package && ./mvnw -q -B -Dquick -f bench/pom.xml compile) >&2
  mkdir -p "$here/bench/target" && touch "$stamp"
fi
classpath="$here/bench/driver/target/classes:$(cat "$here/bench/driver/target/classpath")"
