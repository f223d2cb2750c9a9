/** What waits, by owner: owners take turns and have one item under way each, so that none can keep the others waiting. */
export class Turns<Item> {
  /** In the order in which the owners come next. */
  private readonly waiting = new Map<string, Item[]>();
  private readonly underWay = new Set<string>();

  add(owner: string, item: Item): void {
    const items = this.waiting.get(owner);
    if (items) items.push(item);
    else this.waiting.set(owner, [item]);
  }

  /** The item whose turn it is, if any; `end` must be called when it is done. */
  begin(): { owner: string; item: Item } | undefined {
    for (const [owner, items] of this.waiting) {
      const [item, ...others] = items;
      if (item === undefined || this.underWay.has(owner)) continue;
      this.waiting.delete(owner);
      if (others.length > 0) this.waiting.set(owner, others);
      this.underWay.add(owner);
      return { owner, item };
    }
    return undefined;
  }

  end(owner: string): void {
    this.underWay.delete(owner);
  }
}
