import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  DeliveryStatus,
  Direction,
  DocumentStatus,
  DocumentType,
  Format,
  LifecycleStatus,
} from './document-states';
import { RuleViolation } from './formats/rule-violation';

/** One business document of one company. The same invoice is two of these when both of its parties are here. */
@Entity('documents')
export class Document {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ name: 'organization_id', type: 'text' })
  organizationId: string;

  @Column({ type: 'boolean' })
  livemode: boolean;

  @Column({ name: 'company_id', type: 'text' })
  companyId: string;

  @Column({ type: 'text' })
  direction: Direction;

  @Column({ type: 'text' })
  type: DocumentType;

  @Column({ type: 'text' })
  number: string;

  @Column({ type: 'text' })
  format: Format;

  @Column({ type: 'text' })
  status: DocumentStatus;

  @Column({ name: 'delivery_status', type: 'text', nullable: true })
  deliveryStatus: DeliveryStatus | null;

  @Column({ name: 'lifecycle_status', type: 'text' })
  lifecycleStatus: LifecycleStatus;

  @Column({ name: 'sender_id', type: 'text' })
  senderId: string;

  @Column({ name: 'sender_name', type: 'text' })
  senderName: string;

  @Column({ name: 'receiver_id', type: 'text' })
  receiverId: string;

  @Column({ name: 'receiver_name', type: 'text' })
  receiverName: string;

  @Column({ name: 'issue_date', type: 'date' })
  issueDate: string;

  @Column({ name: 'due_date', type: 'date', nullable: true })
  dueDate: string | null;

  @Column({ type: 'text' })
  currency: string;

  /** A decimal text, exact to the last digit. */
  @Column({ type: 'numeric' })
  total: string;

  @Column({ type: 'json' })
  metadata: Record<string, unknown>;

  /** What the sender asked the sandbox's tax authority to do; null always in live mode. */
  @Column({ name: 'simulated_compliance', type: 'text', nullable: true })
  simulatedCompliance: string | null;

  /** The network's id of the message. */
  @Column({ name: 'message_id', type: 'text', nullable: true })
  messageId: string | null;

  @Column({ name: 'error_code', type: 'text', nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_message', type: 'text', nullable: true })
  errorMessage: string | null;

  /** Of a received one: the rules that its sender broke. */
  @Column({ type: 'json' })
  violations: RuleViolation[];

  /** Which attempt to send it this is: a failed document may be sent again. */
  @Column({ type: 'smallint' })
  transmission: number;

  @Column({ type: 'text', array: true })
  tags: string[];

  @Column({ type: 'text', nullable: true })
  notes: string | null;

  @Column({ type: 'boolean' })
  archived: boolean;

  /** Whoever takes care of it, by the platform's own name for them. */
  @Column({ type: 'text', nullable: true })
  assignee: string | null;

  /** Counts the document's events, without gaps. */
  @Column({ type: 'integer', default: 0 })
  sequence: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt: Date;

  /** Strictly increasing, so that consumers can order what reaches them out of order. */
  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3 })
  updatedAt: Date;

  @Column({ name: 'sent_at', type: 'timestamptz', precision: 3, nullable: true })
  sentAt: Date | null;

  @Column({ name: 'delivered_at', type: 'timestamptz', precision: 3, nullable: true })
  deliveredAt: Date | null;
}
