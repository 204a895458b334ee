package stratoscope.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Does something at each SIGHUP for as long as it is open, where the virtual machine would end. Through reflection, since the compiler
 * warns of the JDK's class for signals, which is no standard; where a JDK lacks it, SIGHUP ends the process as ever.
 */
final class Hangup implements AutoCloseable {
  /** What was done before; null if nothing could be changed. */
  private final @Nullable Object before;

  /** @param action is run on a thread of the virtual machine's */
  Hangup(Runnable action) {
    before = handler(action);
  }

  private static @Nullable Object handler(Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      return handle(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
        if (method.getName().equals("handle")) {
          action.run();
          return null;
        }
        return method.invoke(action, arguments);
      }));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Sets a handler and gives back the one before. */
  private static @Nullable Object handle(Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Method handle = signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"));
    try {
      return handle.invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handler);
    } catch (InvocationTargetException e) {
      return null; // the system has no such signal, or the virtual machine was told to keep it
    }
  }

  @Override
  public void close() {
    if (before != null) {
      try {
        handle(before);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e); // it could be set a while ago
      }
    }
  }
}
