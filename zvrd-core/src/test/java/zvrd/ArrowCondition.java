package zvrd;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;

/** Classes use only the rooms their own room has an arrow to. */
final class ArrowCondition extends ArchCondition<JavaClass> {
    private final Map<String, Set<String>> arrows;

    ArrowCondition(Map<String, Set<String>> arrows) {
        super("follow the arrows " + arrows);
        this.arrows = arrows;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String from = ArchitectureTest.room(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            String to = ArchitectureTest.room(target);
            if (!to.isEmpty()
                    && !to.equals(from)
                    && !arrows.getOrDefault(from, Set.of()).contains(to)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }
}
