import { Type } from '@nestjs/common';

/** Modules of your own, beside the product's. List them here; CONTRIBUTING.md says what they may import. */
export const extensions: Type<unknown>[] = [];
