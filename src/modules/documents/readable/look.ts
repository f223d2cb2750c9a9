/** How an organization's readable documents look. */
export interface Look {
  displayName: string;
  supportEmail: string | null;
  /** `#RRGGBB`. */
  primaryColor: string;
  /** A PNG image. */
  logo?: Uint8Array;
}
