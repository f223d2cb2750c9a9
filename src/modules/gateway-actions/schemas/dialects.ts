import Ajv, { Options } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { dynamicReferences } from './dynamic-references';
import { patternEngine } from './patterns';

export interface Dialect {
  identifier: RegExp;
  /** Knows the dialect's own schema, which schemas are checked against. */
  checker: Ajv;
  /** Knows no schema but the dialect's own and the one it is given, so a reference to any other fails; nothing is ever fetched. */
  newCompiler: (allErrors: boolean) => Ajv;
}

/** Unknown keywords and formats pass, as both drafts have it. */
const options: Options = { strict: false, logger: false };
const compilerOptions: Options = {
  ...options,
  validateSchema: false,
  inlineRefs: false,
  // A member is there when the parameters hold it, not when every object inherits one of its name.
  ownProperties: true,
  code: { regExp: patternEngine },
};

/** The first is meant where a schema does not say. */
const dialects: [Dialect, Dialect] = [
  {
    identifier: /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/,
    checker: new Ajv(options),
    newCompiler: (allErrors) =>
      prepare(new Ajv({ ...compilerOptions, allErrors, ignoreKeywordsWithRef: true })),
  },
  {
    identifier: /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/,
    checker: new Ajv2020(options),
    newCompiler: (allErrors) =>
      prepare(new Ajv2020({ ...compilerOptions, allErrors }))
        .removeKeyword('$dynamicRef')
        .addKeyword(dynamicReferences),
  },
];

export function dialectNamed(identifier: unknown): Dialect | undefined {
  if (identifier === undefined) return dialects[0];
  return dialects.find((dialect) => typeof identifier === 'string' && dialect.identifier.test(identifier));
}

function prepare(ajv: Ajv): Ajv {
  // The name that draft-04 had for $id is like any unknown keyword now, but ajv would not compile it.
  return addFormats(ajv).removeKeyword('id');
}
