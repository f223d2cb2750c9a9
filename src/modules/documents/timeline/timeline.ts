import { Injectable } from '@nestjs/common';
import { TimelineEntry, TimelinePosition, TimelineSource } from './timeline-source';

/** The story of a document, put together from all who have a part of it. */
@Injectable()
export class Timeline {
  private readonly sources: TimelineSource[] = [];

  register(source: TimelineSource): void {
    this.sources.push(source);
  }

  /** Oldest first. Each source is asked for a whole page, since it may have all of it. */
  async after(documentId: string, position: TimelinePosition, limit: number): Promise<TimelineEntry[]> {
    const parts = await Promise.all(this.sources.map((source) => source.after(documentId, position, limit)));
    return parts.flat().sort(byTime).slice(0, limit);
  }
}

function byTime(left: TimelineEntry, right: TimelineEntry): number {
  return left.at.getTime() - right.at.getTime() || (left.id < right.id ? -1 : 1);
}
