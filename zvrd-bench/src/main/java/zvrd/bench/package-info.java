/**
 * Timings of the library's parts by JMH: {@code mvn -pl zvrd-bench -am -DskipTests package
 * dependency:copy-dependencies -DincludeScope=runtime}, then {@code java -cp
 * 'zvrd-bench/target/classes:zvrd-bench/target/dependency/*' org.openjdk.jmh.Main}.
 */
@NullMarked
package zvrd.bench;

import org.jspecify.annotations.NullMarked;
