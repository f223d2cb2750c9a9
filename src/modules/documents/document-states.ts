export const documentTypes = [
  'invoice',
  'credit_note',
  'debit_note',
  'purchase_order',
  'self_billed_invoice',
  'self_billed_credit_note',
] as const;
export type DocumentType = (typeof documentTypes)[number];

export const directions = ['outgoing', 'incoming'] as const;
export type Direction = (typeof directions)[number];

/** How far our own handling has come. */
export const documentStatuses = ['validated', 'queued', 'sent', 'failed', 'received'] as const;
export type DocumentStatus = (typeof documentStatuses)[number];

/** What the recipient's access point said; "sent" is never "delivered". */
export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** What the trading parties made of it. */
export const lifecycleStatuses = [
  'deposited',
  'issued',
  'received',
  'available',
  'in_process',
  'approved',
  'partially_approved',
  'disputed',
  'suspended',
  'completed',
  'rejected',
  'payment_sent',
  'paid',
  'platform_rejected',
  'cancelled',
  'undeliverable',
] as const;
export type LifecycleStatus = (typeof lifecycleStatuses)[number];

export const formats = ['ubl-xml'] as const;
export type Format = (typeof formats)[number];
