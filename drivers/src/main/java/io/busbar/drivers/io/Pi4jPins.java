package io.busbar.drivers.io;

import com.pi4j.boardinfo.definition.BoardModel;
import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioDException;
import com.pi4j.library.gpiod.internal.GpioLine;
import com.pi4j.library.gpiod.internal.GpioLineEvent;
import com.pi4j.library.gpiod.internal.LineEvent;
import com.pi4j.library.gpiod.internal.LineRequestFlag;
import com.pi4j.library.linuxfs.LinuxFile;
import io.busbar.drivers.BusException.NoAnswer;
import io.busbar.drivers.BusException.Unavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Pi's pins by Pi4J: its wrappers of libgpiod and of {@code /dev/i2c-*}. Its plugins above them
 * are left out: they lose the kernel's time stamps, and refuse a Pi that is newer than they.
 */
public final class Pi4jPins implements Pins {
  private static final Logger LOG = LoggerFactory.getLogger(Pi4jPins.class);
  private static final Path FIRST_CHIP = Path.of("/dev/gpiochip0");
  private static final String CONSUMER = "busbar";
  private static final String NOT_HERE =
      "Run it on a Raspberry Pi with 64-bit Raspberry Pi OS, or take this bus out of the"
          + " configuration; everything else runs without it";

  /** A closed input's thread is waited for at most so long. */
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private @Nullable GpioDContext context;

  /** Touches no hardware; what is not there is told when it is wanted. */
  public Pi4jPins() {}

  @Override
  public Input input(int line, Pull pull, Consumer<Edge> edges) throws Unavailable {
    GpioLine taken = line(line);
    LineRequestFlag bias =
        switch (pull) {
          case NONE -> LineRequestFlag.BIAS_DISABLE;
          case UP -> LineRequestFlag.BIAS_PULL_UP;
          case DOWN -> LineRequestFlag.BIAS_PULL_DOWN;
        };
    request(line, taken, () -> taken.requestBothEdgeEventsFlags(CONSUMER, bias.getVal()));
    return new Listener(line, taken, edges);
  }

  @Override
  public Output output(int line, boolean high) throws Unavailable {
    GpioLine taken = line(line);
    request(line, taken, () -> taken.requestOutput(CONSUMER, high ? 1 : 0));
    return new Output() {
      @Override
      public void set(boolean level) throws Unavailable {
        try {
          taken.setValue(level ? 1 : 0);
        } catch (GpioDException e) {
          throw gone(line, e);
        }
      }

      @Override
      public void close() {
        release(taken);
      }
    };
  }

  @Override
  public I2c i2c(int bus) throws Unavailable {
    Path device = Path.of("/dev/i2c-" + bus);
    if (!Files.exists(device)) {
      throw new Unavailable(
          "got no " + device + ", want an I2C bus",
          "Switch it on: dtparam=i2c_arm=on in config.txt and i2c-dev in /etc/modules, then restart");
    }
    try {
      return new Bus(bus, new LinuxFile(device.toString(), "rw"));
    } catch (IOException e) {
      throw new Unavailable(
          "cannot open " + device + ": " + e.getMessage(),
          "Put the user that runs busbar into the group i2c",
          e);
    } catch (LinkageError e) {
      throw noNatives(e);
    }
  }

  private synchronized GpioLine line(int line) throws Unavailable {
    try {
      return context().getOrOpenLine(line);
    } catch (GpioDException | IllegalStateException e) {
      throw new Unavailable("got no GPIO line " + line + ": " + e.getMessage(), NOT_HERE, e);
    } catch (LinkageError e) {
      throw noNatives(e);
    }
  }

  private GpioDContext context() throws Unavailable {
    GpioDContext open = context;
    if (open == null) {
      if (!Files.exists(FIRST_CHIP)) {
        throw new Unavailable("got no " + FIRST_CHIP + ", want the GPIO chip of a Pi", NOT_HERE);
      }
      // Pi4J refuses a board that its table does not have. The chip is found by its label anyway.
      if (BoardInfoHelper.current().getBoardModel() == BoardModel.UNKNOWN) {
        BoardInfoHelper.current().setBoardModel(BoardModel.GENERIC);
      }
      open = new GpioDContext();
      open.initialize();
      context = open;
    }
    return open;
  }

  private void request(int line, GpioLine taken, Runnable request) throws Unavailable {
    try {
      request.run();
    } catch (GpioDException e) {
      release(taken);
      throw new Unavailable(
          "cannot take GPIO line " + line + ": " + e.getMessage(),
          "See with gpioinfo who has it; the user that runs busbar must be in the group gpio",
          e);
    }
  }

  private synchronized void release(GpioLine line) {
    GpioDContext open = context;
    if (open != null) {
      open.closeLine(line);
    }
  }

  private static Unavailable gone(int line, GpioDException e) {
    return new Unavailable(
        "GPIO line " + line + " has gone: " + e.getMessage(),
        "The bus takes it again by itself",
        e);
  }

  private static Unavailable noNatives(LinkageError e) {
    return new Unavailable("no GPIO and I2C for this kind of processor: " + e, NOT_HERE, e);
  }

  /** An input with the thread that waits for its edges. */
  private final class Listener implements Input {
    private static final long WAIT = 100_000_000L;
    private final int number;
    private final GpioLine line;
    private final Consumer<Edge> edges;
    private final Thread thread;
    private volatile boolean closed;

    Listener(int number, GpioLine line, Consumer<Edge> edges) {
      this.number = number;
      this.line = line;
      this.edges = edges;
      this.thread = Thread.ofPlatform().name("gpio " + number).daemon(true).start(this::listen);
    }

    private void listen() {
      GpioDContext open = java.util.Objects.requireNonNull(context);
      GpioLineEvent event = open.openLineEvent();
      try {
        while (!closed) {
          if (line.eventWait(WAIT)) {
            line.eventRead(event);
            edges.accept(new Edge(event.getType() == LineEvent.RISING_EDGE, event.getTimeNs()));
          }
        }
      } catch (GpioDException e) {
        // Its owner reads the level now and then, and fails there.
        LOG.warn("GPIO line {}: no more edges are seen: {}", number, e.getMessage());
      } finally {
        open.closeLineEvent(event);
      }
    }

    @Override
    public boolean high() throws Unavailable {
      try {
        return line.getValue() == 1;
      } catch (GpioDException e) {
        throw gone(number, e);
      }
    }

    @Override
    public void close() {
      closed = true;
      try {
        thread.join(CLOSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      release(line);
    }
  }

  /**
   * An I2C bus by linux/i2c-dev.h. What is written and then read goes as one transaction with a
   * repeated start; what is only written or only read, plainly.
   */
  private static final class Bus implements I2c {
    private static final long I2C_SLAVE = 0x0703;
    private static final long I2C_RDWR = 0x0707;
    private static final short I2C_M_RD = 0x0001;
    private static final int NONE = -1;

    /** Where the pointer stands in struct i2c_msg, behind address, flags and length. */
    private static final int POINTER = 8;

    private static final int MESSAGE = POINTER + LinuxFile.wordSize;

    /** Longest write and read together; the chips here want a few bytes. */
    private static final int MOST = 256;

    private final int number;
    private final LinuxFile file;

    /** The two messages, then what they point at. */
    private final ByteBuffer data =
        ByteBuffer.allocateDirect(2 * MESSAGE + MOST).order(ByteOrder.nativeOrder());

    private final IntBuffer pointers =
        ByteBuffer.allocateDirect(4 * Integer.BYTES).order(ByteOrder.nativeOrder()).asIntBuffer();

    private int selected = NONE;

    Bus(int number, LinuxFile file) {
      this.number = number;
      this.file = file;
    }

    @Override
    public byte[] transfer(int address, byte[] write, int read) throws NoAnswer, Unavailable {
      byte[] answer = new byte[read];
      try {
        select(address);
        if (write.length > 0 && read > 0) {
          writeThenRead(address, write, answer);
          return answer;
        }
        if (write.length > 0) {
          file.write(write);
        }
        if (read > 0 && file.read(answer) != read) {
          throw new IOException("got less than " + read + " bytes");
        }
        return answer;
      } catch (IOException e) {
        throw failure(address, e);
      }
    }

    /** Asked once for each chip in a row: the kernel refuses one that a driver of its own has. */
    private void select(int address) throws IOException {
      if (selected != address) {
        selected = NONE;
        file.ioctl(I2C_SLAVE, address);
        selected = address;
      }
    }

    /**
     * Pi4J wraps the messages in the structure that I2C_RDWR wants, one for each pair of offsets:
     * given that structure itself, the kernel answers EINVAL.
     */
    private void writeThenRead(int address, byte[] write, byte[] answer) throws IOException {
      int out = 2 * MESSAGE;
      int in = out + write.length;
      if (write.length + answer.length > MOST) {
        throw new IllegalArgumentException(
            "got " + (write.length + answer.length) + " bytes, want at most " + MOST);
      }
      message(0, address, (short) 0, write.length);
      message(MESSAGE, address, I2C_M_RD, answer.length);
      data.put(out, write);
      pointers.clear();
      pointers.put(POINTER).put(out).put(MESSAGE + POINTER).put(in).flip();
      data.position(0);
      file.ioctl(I2C_RDWR, data, pointers);
      data.get(in, answer);
    }

    private void message(int at, int address, short flags, int length) {
      data.putShort(at, (short) address);
      data.putShort(at + Short.BYTES, flags);
      data.putShort(at + 2 * Short.BYTES, (short) length);
    }

    private NoAnswer failure(int address, IOException e) throws Unavailable {
      if (!Files.exists(Path.of("/dev/i2c-" + number))) {
        throw new Unavailable(
            "I2C bus " + number + " has gone: " + e.getMessage(),
            "It is opened again by itself",
            e);
      }
      return new NoAnswer(
          "no acknowledge from address 0x%02X of I2C bus %d (%s), want a chip"
              .formatted(address, number, e.getMessage()),
          "Check the chip's supply, the wires SDA and SCL, and its address switches");
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        LOG.warn("I2C bus {}: cannot be closed: {}", number, e.getMessage());
      }
    }
  }
}
