package stratoscope.record.store;

import java.sql.SQLException;
import java.util.Objects;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A store that can't be opened, read or written: one line for people. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  StoreException(String message) {
    super(message);
  }

  static StoreException of(Object file, SQLException cause) {
    return new StoreException(file + ": " + reason(cause));
  }

  private static String reason(SQLException e) {
    if (e.getCause() instanceof NativeLibraryNotFoundException) {
      return "native code of SQLite can't be loaded; where /tmp does not let programs run, name a folder that does: "
          + "STRATOSCOPE_JAVA_OPTS=-Dorg.sqlite.tmpdir=DIR";
    }
    SQLiteErrorCode code = e instanceof SQLiteException own ? own.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    return switch (code) {
      case SQLITE_NOTADB -> "is no store of access records";
      case SQLITE_CORRUPT -> "is damaged";
      case SQLITE_FULL -> "no space left on the disk";
      case SQLITE_CANTOPEN -> "can't be opened: no such folder, or no permission";
      case SQLITE_READONLY -> "no permission to write";
      case SQLITE_BUSY, SQLITE_LOCKED -> "is held by another program";
      default -> Objects.requireNonNullElse(e.getMessage(), "can't be used").lines().findFirst().orElse("can't be used");
    };
  }
}
