import { CodeKeywordDefinition } from 'ajv';
import reference from 'ajv/dist/vocabularies/core/ref';
import { dynamicRef } from 'ajv/dist/vocabularies/dynamic/dynamicRef';

/**
 * ajv follows only `#name`, and takes the nearest resource for what it does not find. A `$dynamicRef` is like a `$ref` unless
 * several places bear the name of its anchor: only then is there anything to choose from, which is left to ajv, as the root is.
 */
export const dynamicReferences: CodeKeywordDefinition = {
  keyword: '$dynamicRef',
  schemaType: 'string',
  // What is evaluated elsewhere must be known before the unevaluated keywords are looked at.
  before: '$ref',
  code(context) {
    const [resource, name = ''] = (context.schema as string).split('#');
    const root = context.it.schemaEnv.root.schema as { $dynamicAnchor?: unknown };
    const isOfRoot = resource === '' && root.$dynamicAnchor === name;
    if (isOfRoot || countAnchors(root, name) > 1) dynamicRef(context, `#${name}`);
    else reference.code(context);
  },
};

function countAnchors(value: unknown, name: string): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = (value as { $dynamicAnchor?: unknown }).$dynamicAnchor === name ? 1 : 0;
  return Object.values(value).reduce<number>((sum, member) => sum + countAnchors(member, name), own);
}
