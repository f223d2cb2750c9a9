import { Claim, Lane } from './delivery-claims';

/** Of the calls in flight, how many each lane may have. */
const shares: Record<Lane, number> = { first: 0.8, retry: 0.2 };

/** What this process has in flight, and whether it is worth while to claim again: an idle claim costs as much as one that finds work. */
export class Flight {
  private readonly open: Record<Lane, number> = { first: 0, retry: 0 };
  /** Lanes that were asked for a slot and had none. */
  private readonly full = new Set<Lane>();
  /** Webhooks whose own limit left deliveries behind. */
  private readonly saturated = new Set<string>();

  constructor(private readonly limit: number) {}

  get isEmpty(): boolean {
    return this.open.first + this.open.retry === 0;
  }

  freeSlots(lane: Lane): number {
    const free = Math.ceil(this.limit * shares[lane]) - this.open[lane];
    if (free <= 0) this.full.add(lane);
    return Math.max(0, free);
  }

  /** Whether the claim was cut short, so that another one finds more at once. */
  begin(lane: Lane, { deliveries, share, leftWebhooks }: Claim): boolean {
    this.open[lane] += deliveries.length;
    const taken = new Map<string, number>();
    for (const { webhook_id: id } of deliveries) taken.set(id, (taken.get(id) ?? 0) + 1);
    let cut = leftWebhooks;
    for (const { webhook_id: id, room } of deliveries) {
      const count = taken.get(id)!;
      if (count >= room) this.saturated.add(id);
      else this.saturated.delete(id);
      cut ||= count >= share && count < room;
    }
    return cut;
  }

  /** Whether what has ended makes room that somebody waits for. */
  end(lane: Lane, webhookId: string): boolean {
    this.open[lane]--;
    return this.full.delete(lane) || this.saturated.has(webhookId);
  }
}
