import { Injectable, OnModuleInit } from '@nestjs/common';
import { LifecycleMessagesRepository } from '../lifecycle/lifecycle-messages.repository';
import { Timeline } from './timeline';
import { TimelineEntry, TimelinePosition, TimelineSource } from './timeline-source';

/** The messages that told the other side, or came from it, with the digests of their bytes. */
@Injectable()
export class MessageSource implements TimelineSource, OnModuleInit {
  constructor(
    private readonly repository: LifecycleMessagesRepository,
    private readonly timeline: Timeline,
  ) {}

  onModuleInit(): void {
    this.timeline.register(this);
  }

  async after(documentId: string, position: TimelinePosition, limit: number): Promise<TimelineEntry[]> {
    const messages = await this.repository.after(documentId, position, limit);
    return messages.map((message) => ({
      id: message.id,
      at: message.createdAt,
      kind: 'message',
      actor: 'platform',
      status: message.state,
      details: {
        direction: message.direction,
        sender: message.sender,
        receiver: message.receiver,
        sha256: message.sha256.toString('hex'),
        ...(message.messageId && { messageId: message.messageId }),
        ...(message.errorCode && { errorCode: message.errorCode, errorMessage: message.errorMessage }),
      },
    }));
  }
}
