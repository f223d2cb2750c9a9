import { Agent, buildConnector, Client, Dispatcher, Pool } from 'undici';
import { Connection } from './connection';
import { GuardedConnector } from './guarded-connector';
import { OutboundCall } from './outbound-call';

const keepAliveMilliseconds = 10_000;

interface CallOptions extends Dispatcher.DispatchOptions {
  call: OutboundCall;
}

/**
 * Keeps connections open for ten seconds and no longer, so that a name which moved is judged anew, and tells each call which
 * connection carries it. Times no call itself: a call ends by its own deadline.
 */
export class OutboundAgent {
  private readonly agent: Agent;

  /** One host may receive for hundreds of tenants: its connections are as many as may be in flight at all, so none waits for another. */
  constructor(connector: GuardedConnector, connectionsPerOrigin: number) {
    const tracedClient = (origin: string | URL, options: object) =>
      new TracedClient(origin, options, connector);
    this.agent = new Agent({
      factory: (origin, options: object) => new Pool(origin, { ...options, factory: tracedClient }),
      connections: connectionsPerOrigin,
      pipelining: 1,
      keepAliveTimeout: keepAliveMilliseconds,
      keepAliveMaxTimeout: keepAliveMilliseconds,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  send(options: CallOptions): void {
    this.agent.dispatch(options, options.call);
  }

  /** Ends all calls at once. */
  destroy(): Promise<void> {
    return this.agent.destroy();
  }
}

/** A client has one socket at a time, so what is known of its connection is true of the call it carries. */
class TracedClient extends Client {
  constructor(
    origin: string | URL,
    options: Client.Options,
    connector: GuardedConnector,
    private readonly connection: Connection = {},
  ) {
    const connect: buildConnector.connector = (target, callback) => connector(target, connection, callback);
    super(origin, { ...options, connect });
  }

  override dispatch(options: CallOptions, handler: Dispatcher.DispatchHandler): boolean {
    options.call.connection = this.connection;
    return super.dispatch(options, handler);
  }
}
