package dev.batchtransform.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Answers each record that begins with <code>{"id":17,</code> as {@code IdScores} does. */
final class ScoreHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final AsciiString JSON_LINES = AsciiString.cached("application/jsonlines");
  private static final byte[] START = "{\"id\":".getBytes(US_ASCII);
  private static final byte[] END = ",\"score\":0.5}\n".getBytes(US_ASCII);

  private final Load load;
  private final Duration time;

  ScoreHandler(Load load, Duration time) {
    this.load = load;
    this.time = time;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext connection, FullHttpRequest request) {
    switch (request.uri()) {
      case "/invocations" -> score(connection, request);
      case "/ping" -> send(connection, request, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
      case "/load" ->
          send(
              connection,
              request,
              HttpResponseStatus.OK,
              Unpooled.copiedBuffer(load.take(), US_ASCII));
      default -> send(connection, request, HttpResponseStatus.NOT_FOUND, Unpooled.EMPTY_BUFFER);
    }
  }

  private void score(ChannelHandlerContext connection, FullHttpRequest request) {
    load.arrived();
    ByteBuf answers = answers(connection, request.content());
    if (time.isZero()) {
      send(connection, request, HttpResponseStatus.OK, answers);
      load.answered();
    } else {
      var unused =
          connection
              .executor()
              .schedule(
                  () -> {
                    send(connection, request, HttpResponseStatus.OK, answers);
                    connection.flush();
                    load.answered();
                  },
                  time.toNanos(),
                  TimeUnit.NANOSECONDS);
    }
  }

  private static ByteBuf answers(ChannelHandlerContext connection, ByteBuf records) {
    ByteBuf answers = connection.alloc().buffer();
    int record = records.readerIndex();
    while (record < records.writerIndex()) {
      int line = records.indexOf(record, records.writerIndex(), (byte) '\n');
      int comma = records.indexOf(record, records.writerIndex(), (byte) ',');
      answers.writeBytes(START);
      answers.writeBytes(records, record + START.length, comma - record - START.length);
      answers.writeBytes(END);
      record = line < 0 ? records.writerIndex() : line + 1;
    }
    return answers;
  }

  private static void send(
      ChannelHandlerContext connection,
      FullHttpRequest request,
      HttpResponseStatus status,
      ByteBuf body) {
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, JSON_LINES)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    HttpUtil.setKeepAlive(response, HttpUtil.isKeepAlive(request));
    var unused = connection.write(response);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext connection) {
    connection.flush();
  }

  /** A caller that is gone needs no answer; whoever counts its requests finds them missing. */
  @Override
  public void exceptionCaught(ChannelHandlerContext connection, Throwable failure) {
    var unused = connection.close();
  }
}
