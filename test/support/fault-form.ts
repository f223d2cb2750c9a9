/** `npm run test:faults` tries every fault at length; anything else, `npm test` too, a short form of it. */
export const isLong = process.env.FAULTS === 'long';

/** The value that this form of the suite takes. */
export const inForm = <T>(short: T, long: T): T => (isLong ? long : short);

/** What a test may take at most, in milliseconds; far more than it does on a machine with nothing else to do. */
export const patience = inForm(60_000, 240_000);
