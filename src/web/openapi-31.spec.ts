import { OpenAPIObject } from '@nestjs/swagger';
import { toOpenApi31 } from './openapi-31';

const converted = (schema: object) =>
  (toOpenApi31({ components: { schemas: { It: schema } } } as unknown as OpenAPIObject) as any).components
    .schemas.It;

describe('a document in the words of OpenAPI 3.1', () => {
  it.each([
    [{ type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [{ type: 'string', nullable: false }, { type: 'string' }],
    [
      { type: 'string', enum: ['a', 'b'], nullable: true },
      { type: ['string', 'null'], enum: ['a', 'b', null] },
    ],
    [{ enum: ['a', null], nullable: true }, { enum: ['a', null] }],
    [{ description: 'Anything.', nullable: true }, { description: 'Anything.' }],
    [
      { description: 'It.', type: 'object', allOf: [{ $ref: '#/x' }], nullable: true },
      { description: 'It.', anyOf: [{ type: 'object', allOf: [{ $ref: '#/x' }] }, { type: 'null' }] },
    ],
    [{ $ref: '#/x', nullable: true }, { anyOf: [{ $ref: '#/x' }, { type: 'null' }] }],
    [{ type: 'array', items: { type: 'integer', nullable: true } }, { type: 'array', items: { type: ['integer', 'null'] } }], // prettier-ignore
    [{ minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }],
    [{ minimum: 1, exclusiveMinimum: false }, { minimum: 1 }],
    [{ maximum: 9, exclusiveMaximum: true }, { exclusiveMaximum: 9 }],
    [{ exclusiveMinimum: 0 }, { exclusiveMinimum: 0 }],
  ])('%j becomes %j', (old, expected) => {
    expect(converted(old)).toEqual(expected);
  });

  it('leaves data alone: examples, defaults, enumerations', () => {
    const schema = {
      example: { nullable: true },
      examples: [{ nullable: true }],
      default: { nullable: true },
    };
    expect(converted(schema)).toEqual(schema);
  });

  it('knows a property that happens to be called like a keyword', () => {
    const properties = {
      nullable: { type: 'boolean', nullable: true },
      example: { type: 'string', nullable: true },
    };
    expect(converted({ type: 'object', properties }).properties).toEqual({
      nullable: { type: ['boolean', 'null'] },
      example: { type: ['string', 'null'] },
    });
  });

  it('does not change what it is given', () => {
    const old = { type: 'string', nullable: true };
    converted(old);
    expect(old).toEqual({ type: 'string', nullable: true });
  });
});
