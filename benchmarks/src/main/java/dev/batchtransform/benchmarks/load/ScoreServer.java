package dev.batchtransform.benchmarks.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program that {@link ScoreServerProcess} starts: a model behind SageMaker's container
 * contract, that costs as little of the machine as a server written in Java can. Says where it
 * listens; ends when its standard input does.
 */
@Command(name = "ScoreServer", description = "A model that answers after a fixed time.")
final class ScoreServer implements Callable<Integer> {
  static final String READY = "listening on ";

  private static final int LARGEST_BODY = 8 << 20;

  @Option(names = "--millis", description = "After how many milliseconds it answers.")
  private long millis;

  private ScoreServer() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new ScoreServer()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    boolean epoll = Epoll.isAvailable();
    // One thread: all that the server does between two answers is less than a change of threads.
    EventLoopGroup loop = epoll ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
    Load load = new Load();
    Channel listening =
        new ServerBootstrap()
            .group(loop)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Connection(load))
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    int port = ((InetSocketAddress) listening.localAddress()).getPort();
    System.out.println(READY + "http://127.0.0.1:" + port);
    System.in.transferTo(OutputStream.nullOutputStream());
    return CommandLine.ExitCode.OK;
  }

  private final class Connection extends ChannelInitializer<Channel> {
    private final Load load;

    Connection(Load load) {
      this.load = load;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(LARGEST_BODY))
          .addLast(new ScoreHandler(load, Duration.ofMillis(millis)));
    }
  }
}
