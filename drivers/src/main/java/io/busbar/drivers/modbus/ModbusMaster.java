package io.busbar.drivers.modbus;

import com.ghgande.j2mod.modbus.ModbusIOException;
import com.ghgande.j2mod.modbus.io.AbstractModbusTransport;
import com.ghgande.j2mod.modbus.io.ModbusRTUTransport;
import com.ghgande.j2mod.modbus.msg.ExceptionResponse;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ModbusResponse;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersResponse;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersResponse;
import com.ghgande.j2mod.modbus.net.AbstractSerialConnection;
import com.ghgande.j2mod.modbus.util.ModbusUtil;
import io.busbar.drivers.BusException;
import io.busbar.drivers.BusException.Unavailable;
import io.busbar.drivers.serial.SerialPort;
import io.busbar.drivers.serial.SerialSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Asks devices for registers, one question at a time, and takes only the answer to that question.
 * This is the one class that knows j2mod, which makes and reads the frames. Its transactions are
 * not used: they repeat by themselves, lose the cause of a failure and take a late answer for the
 * next one. Not safe for two threads.
 */
abstract sealed class ModbusMaster implements AutoCloseable {
  final Failures failures;

  private ModbusMaster(Failures failures) {
    this.failures = failures;
  }

  /**
   * A master on an RTU line.
   *
   * @param timing its timeout is from the end of a request to the first byte of its answer
   */
  static ModbusMaster rtu(
      String bus, SerialPort.Opener opener, SerialSettings settings, Timing timing, Pace pace) {
    return new Rtu(
        Failures.ofRtu(bus, settings.line()), new RtuLine(opener, settings, timing, pace));
  }

  /**
   * A master on a TCP connection.
   *
   * @param timing its timeout is from a request to its answer
   */
  static ModbusMaster tcp(String bus, Dialer dialer, Timing timing, Pace pace) {
    Failures failures = Failures.ofTcp(bus);
    return new Tcp(failures, new TcpLine(dialer, failures, timing, pace));
  }

  /** Makes the connection to a Modbus TCP host. */
  @FunctionalInterface
  interface Dialer {
    SerialPort connect() throws Unavailable;
  }

  /**
   * Opens the line or connection, closing one that is open.
   *
   * @throws Unavailable it cannot be opened now
   */
  abstract void open() throws Unavailable;

  /**
   * Asks once and waits for the answer.
   *
   * @return as many registers as were asked for, 0 to 65535 each
   * @throws BusException no answer, a refusal, or an answer to something else
   * @throws InterruptedException the thread was interrupted while waiting
   */
  abstract int[] read(ReadRequest request) throws BusException, InterruptedException;

  /**
   * Opens an RTU line anew with other settings, until {@link #restore}. What is known of late
   * answers stays.
   *
   * @throws Unavailable the port cannot be opened so; it is closed then
   */
  abstract void retune(SerialSettings settings, Timing timing) throws Unavailable;

  /** Opens the line as configured again; nothing when it is not retuned. */
  abstract void restore() throws Unavailable;

  /** Nanoseconds until a unit may be asked without waiting; none when not above 0. */
  abstract long quarantine(int unit);

  @Override
  public abstract void close();

  private static ModbusRequest message(ReadRequest request) {
    ModbusRequest message =
        request.function() == ReadRequest.HOLDING
            ? new ReadMultipleRegistersRequest(request.address(), request.count())
            : new ReadInputRegistersRequest(request.address(), request.count());
    message.setUnitID(request.unit());
    return message;
  }

  /** The registers of an answer from the right unit, or the reason why it is not the answer. */
  int[] registers(ReadRequest request, ModbusResponse answer) throws BusException {
    int function = answer.getFunctionCode() & 0x7F;
    if (function != request.function()) {
      throw failures.function(request, function);
    }
    return switch (answer) {
      case ExceptionResponse no -> throw failures.refusal(request, no.getExceptionCode());
      case ReadMultipleRegistersResponse yes ->
          words(request, yes.getByteCount(), yes::getRegisterValue);
      case ReadInputRegistersResponse yes ->
          words(request, yes.getByteCount(), yes::getRegisterValue);
      default -> throw failures.function(request, function);
    };
  }

  private int[] words(ReadRequest request, int bytes, IntUnaryOperator word) throws BusException {
    if (bytes != 2 * request.count()) {
      throw failures.count(request, bytes);
    }
    int[] words = new int[request.count()];
    Arrays.setAll(words, word);
    return words;
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** RTU: unit, function, data, CRC; see the package comment. */
  private static final class Rtu extends ModbusMaster {
    private final RtuLine configured;
    private RtuLine line;

    Rtu(Failures failures, RtuLine line) {
      super(failures);
      this.configured = line;
      this.line = line;
    }

    @Override
    void open() throws Unavailable {
      line = configured;
      line.open();
    }

    @Override
    void retune(SerialSettings settings, Timing timing) throws Unavailable {
      line.close();
      line = configured.with(settings, timing);
      line.open();
    }

    @Override
    void restore() throws Unavailable {
      if (line != configured) {
        line.close();
        open();
      }
    }

    @Override
    public void close() {
      line.close();
    }

    @Override
    long quarantine(int unit) {
      return line.quarantine(unit);
    }

    @Override
    int[] read(ReadRequest request) throws BusException, InterruptedException {
      if (!line.awaitSilence(request.unit())) {
        throw failures.restless(request);
      }
      LineForJ2mod connection = new LineForJ2mod(line, request);
      ModbusResponse answer = exchange(request, connection);
      BusException refusal = null;
      int[] words = {};
      try {
        words = registers(request, answer);
      } catch (BusException.Refused e) {
        refusal = e;
      }
      line.trust(request.unit());
      if (refusal != null) {
        throw refusal;
      }
      return words;
    }

    /** The next frame of the right unit; what other units say meanwhile is passed over. */
    private ModbusResponse exchange(ReadRequest request, LineForJ2mod connection)
        throws BusException, InterruptedException {
      int stranger = -1;
      try {
        // A transport of its own for each question: j2mod's never reads right again after a frame
        // that claims more than 256 bytes.
        ModbusRTUTransport transport = new ModbusRTUTransport();
        transport.setCommPort(connection);
        transport.writeRequest(message(request));
        while (true) {
          line.nextFrame();
          ModbusResponse answer = transport.readResponse();
          if (answer.getUnitID() == request.unit()) {
            return answer;
          }
          stranger = answer.getUnitID();
        }
      } catch (IOException | ModbusIOException | RuntimeException e) {
        // Noise can look like any function, and j2mod's readers then throw whatever comes.
        stopIfInterrupted();
        throw cause(request, connection, stranger);
      }
    }

    /** j2mod tells only that it failed; the line knows what came. */
    private BusException cause(ReadRequest request, LineForJ2mod connection, int stranger) {
      if (connection.gone != null) {
        return connection.gone;
      }
      byte[] got = line.frame();
      if (got.length == 0) {
        line.missed(request.unit());
        return stranger < 0
            ? failures.silence(request, line.waited())
            : failures.unit(request, stranger);
      }
      if (line.wasCut()) {
        return failures.cut(request, got);
      }
      return crcIsWrong(got) ? failures.crc(request, got) : failures.noFrame(request, got);
    }

    private static boolean crcIsWrong(byte[] got) {
      if (got.length < 5) {
        return false;
      }
      int[] crc = ModbusUtil.calculateCRC(got, 0, got.length - 2);
      return (byte) crc[0] != got[got.length - 2] || (byte) crc[1] != got[got.length - 1];
    }
  }

  /** TCP: an MBAP header with a transaction id before each frame; see the package comment. */
  private static final class Tcp extends ModbusMaster {
    private static final int UNIT = TcpLine.HEADER;
    private static final int FUNCTION = UNIT + 1;
    private static final int DATA = FUNCTION + 1;

    private final TcpLine line;

    Tcp(Failures failures, TcpLine line) {
      super(failures);
      this.line = line;
    }

    @Override
    void open() throws Unavailable {
      line.open();
    }

    @Override
    public void close() {
      line.close();
    }

    @Override
    void retune(SerialSettings settings, Timing timing) {
      throw new UnsupportedOperationException("a TCP connection has no line settings");
    }

    @Override
    void restore() {
      // It is never retuned.
    }

    @Override
    long quarantine(int unit) {
      return 0; // the transaction id tells a late answer
    }

    /** A device may close an idle connection: one that was in use is opened again once. */
    @Override
    int[] read(ReadRequest request) throws BusException, InterruptedException {
      if (line.isSound()) {
        try {
          return ask(request);
        } catch (Unavailable e) {
          stopIfInterrupted();
        }
      }
      line.open();
      return ask(request);
    }

    private int[] ask(ReadRequest request) throws BusException, InterruptedException {
      byte[] answer = line.exchange(request, bytes(request, line.nextTransaction()));
      int unit = Byte.toUnsignedInt(answer[UNIT]);
      if (unit != request.unit()) {
        throw failures.unit(request, unit);
      }
      return registers(request, parse(request, answer));
    }

    /** j2mod would take bytes of an older answer where the header's length is too short. */
    private ModbusResponse parse(ReadRequest request, byte[] frame) throws BusException {
      int function = Byte.toUnsignedInt(frame[FUNCTION]);
      if ((function & 0x7F) != request.function()) {
        throw failures.function(request, function & 0x7F);
      }
      int data = function > 0x7F ? 1 : 1 + Byte.toUnsignedInt(frame[DATA]);
      if (frame.length != DATA + data) {
        throw failures.count(request, frame.length - DATA - 1);
      }
      try {
        ModbusResponse answer = ModbusResponse.createModbusResponse(function);
        answer.readFrom(new DataInputStream(new ByteArrayInputStream(frame)));
        return answer;
      } catch (IOException | IllegalArgumentException e) {
        throw failures.noFrame(request, frame);
      }
    }

    private static byte[] bytes(ReadRequest request, int transaction) {
      ModbusRequest message = message(request);
      message.setTransactionID(transaction);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        message.writeTo(new DataOutputStream(bytes));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }

  /** Our line as j2mod wants to see one. It can throw nothing, so it keeps why the line went. */
  private static final class LineForJ2mod extends AbstractSerialConnection {
    private final RtuLine line;
    private final ReadRequest request;
    private @Nullable Unavailable gone;

    LineForJ2mod(RtuLine line, ReadRequest request) {
      this.line = line;
      this.request = request;
    }

    @Override
    public int readBytes(byte[] buffer, int bytesToRead) {
      if (gone != null) {
        return -1;
      }
      try {
        return line.take(buffer, bytesToRead);
      } catch (Unavailable e) {
        gone = e;
        return -1;
      }
    }

    @Override
    public int writeBytes(byte[] buffer, int bytesToWrite) {
      try {
        line.send(Arrays.copyOf(buffer, bytesToWrite), request);
        return bytesToWrite;
      } catch (Unavailable e) {
        gone = e;
        return -1;
      }
    }

    /** Nothing: {@link RtuLine#awaitSilence} has drained the line, j2mod need not. */
    @Override
    public int bytesAvailable() {
      return 0;
    }

    /** Endless: j2mod then does not wait for the request to leave, which our line counts itself. */
    @Override
    public int getBaudRate() {
      return Integer.MAX_VALUE;
    }

    @Override
    public int getNumDataBits() {
      return 8;
    }

    @Override
    public int getNumStopBits() {
      return ONE_STOP_BIT;
    }

    @Override
    public int getParity() {
      return NO_PARITY;
    }

    @Override
    public String getPortName() {
      return "";
    }

    @Override
    public String getDescriptivePortName() {
      return "";
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public int getTimeout() {
      return (int) line.waited().toMillis();
    }

    @Override
    public Set<String> getCommPorts() {
      return Set.of();
    }

    @Override
    public AbstractModbusTransport getModbusTransport() {
      throw new UnsupportedOperationException("the transport is made for each question");
    }

    @Override
    public void open() {
      // The line is opened before and closed after all questions.
    }

    @Override
    public void close() {
      // As above.
    }

    @Override
    public void setComPortTimeouts(int mode, int read, int write) {
      // The line has its own timing.
    }

    @Override
    public void setTimeout(int millis) {
      // As above.
    }
  }
}
