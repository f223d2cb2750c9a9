/** Why a buyer or a platform says no, by the lists of XP Z12-012 (BR-FR-CDV-CL-09). They serve every country: Peppol's are coarser. */

const words = (text: string) => text.split(' ');

const refusal = words(
  'TX_TVA_ERR MONTANTTOTAL_ERR CALCUL_ERR NON_CONFORME DOUBLON DEST_ERR TRANSAC_INC EMMET_INC CONTRAT_TERM DOUBLE_FACT CMD_ERR ADR_ERR REF_CT_ABSENT',
);
const ofTheGoods = words('PU_ERR REM_ERR QTE_ERR ART_ERR MODPAI_ERR QUALITE_ERR LIVR_INCOMP');

export const reasonCodes = {
  platform_rejected: words(
    'MONTANTTOTAL_ERR CALCUL_ERR DOUBLON DEST_INC ADR_ERR REJ_SEMAN REJ_UNI REJ_COH REJ_ADR REJ_CONT_B2G REJ_REF_PJ REJ_ASS_PJ',
  ),
  rejected: refusal,
  disputed: [
    ...refusal,
    ...words('AUTRE COORD_BANC_ERR DEST_INC SIRET_ERR CODE_ROUTAGE_ERR REF_ERR'),
    ...ofTheGoods,
  ],
  partially_approved: [
    ...words('AUTRE CMD_ERR SIRET_ERR CODE_ROUTAGE_ERR REF_CT_ABSENT REF_ERR'),
    ...ofTheGoods,
  ],
  suspended: words('JUSTIF_ABS COORD_BANC_ERR CMD_ERR SIRET_ERR CODE_ROUTAGE_ERR REF_CT_ABSENT REF_ERR'),
} as const satisfies Record<string, readonly string[]>;

/** The nearest of Peppol's clarification codes (OPStatusReason). */
const clarifications: Readonly<Record<string, string>> = {
  TX_TVA_ERR: 'LEG',
  NON_CONFORME: 'LEG',
  MONTANTTOTAL_ERR: 'FIN',
  CALCUL_ERR: 'FIN',
  DOUBLON: 'UNR',
  DOUBLE_FACT: 'UNR',
  TRANSAC_INC: 'UNR',
  EMMET_INC: 'UNR',
  CONTRAT_TERM: 'UNR',
  DEST_ERR: 'REC',
  DEST_INC: 'REC',
  ADR_ERR: 'REC',
  SIRET_ERR: 'REC',
  CODE_ROUTAGE_ERR: 'REC',
  CMD_ERR: 'REF',
  REF_CT_ABSENT: 'REF',
  REF_ERR: 'REF',
  JUSTIF_ABS: 'REF',
  COORD_BANC_ERR: 'PAY',
  MODPAI_ERR: 'PAY',
  PU_ERR: 'PRI',
  REM_ERR: 'PRI',
  QTE_ERR: 'QTY',
  ART_ERR: 'ITM',
  QUALITE_ERR: 'QUA',
  LIVR_INCOMP: 'DEL',
};

const peppolCodes = new Set(words('NON REF LEG REC QUA DEL PRI QTY ITM PAY UNR FIN PPD OTH'));

export function clarificationOf(reasonCode: string): string {
  return peppolCodes.has(reasonCode) ? reasonCode : (clarifications[reasonCode] ?? 'OTH');
}
