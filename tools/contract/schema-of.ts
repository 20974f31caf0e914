import ts from 'typescript';

export type Schema = Readonly<Record<string, unknown>>;

/** A type that says nothing about what is sent. `path` says where it was met. */
export class LooseType extends Error {
  constructor(path: string, type: string) {
    super(`${path}: the type ${type} says nothing; give the answer a precise type`);
  }
}

/**
 * TypeScript types as the JSON Schema of what is sent: Date is a date-time, an optional property may be absent, a union of texts is an enum,
 * a named interface stands once under `schemas`.
 */
export function schemaWriter(checker: ts.TypeChecker, schemas: Record<string, Schema>) {
  const refs = new Map<ts.Type, string>();

  const named = (type: ts.Type): string | undefined => {
    const symbol = type.aliasSymbol ?? type.symbol;
    const name = symbol?.getName();
    const declared = symbol?.declarations?.[0]?.getSourceFile().fileName ?? '';
    return name && /^[A-Z]\w+$/.test(name) && !declared.includes('node_modules') && !type.aliasTypeArguments?.length && !(type as ts.TypeReference).typeArguments?.length ? name : undefined;
  };

  const objectOf = (type: ts.Type, path: string): Schema => {
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of checker.getPropertiesOfType(type)) {
      const name = property.getName();
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      properties[name] = schemaOf(checker.getTypeOfSymbol(property), `${path}/${name}`);
      if (!optional) required.push(name);
    }
    if (index && Object.keys(properties).length === 0) return { type: 'object', additionalProperties: isLoose(index) ? {} : schemaOf(index, `${path}/*`) };
    return { type: 'object', ...(required.length ? { required } : {}), properties };
  };

  const unionOf = (type: ts.UnionType, path: string): Schema => {
    const parts = type.types.filter((part) => !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)));
    const nullable = parts.some((part) => part.flags & ts.TypeFlags.Null);
    const rest = parts.filter((part) => !(part.flags & ts.TypeFlags.Null));
    const texts = rest.filter((part) => part.isStringLiteral()).map((part) => (part as ts.StringLiteralType).value);
    if (texts.length === rest.length && rest.length > 0) return nullable ? { type: ['string', 'null'], enum: [...texts.toSorted(), null] } : { type: 'string', enum: texts.toSorted() };
    const booleans = rest.every((part) => part.flags & ts.TypeFlags.BooleanLiteral);
    const options = booleans ? [{ type: 'boolean' }] : rest.filter((part) => !(part.flags & ts.TypeFlags.BooleanLiteral)).map((part) => schemaOf(part, path));
    if (!booleans && rest.some((part) => part.flags & ts.TypeFlags.BooleanLiteral)) options.push({ type: 'boolean' });
    if (options.length === 1 && !nullable) return options[0]!;
    return { anyOf: nullable ? [...options, { type: 'null' }] : options };
  };

  const isLoose = (type: ts.Type) => (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;

  function plain(type: ts.Type): Schema | undefined {
    if (type.isStringLiteral()) return { type: 'string', enum: [type.value] };
    if (type.isNumberLiteral()) return { type: 'number', enum: [type.value] };
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { type: 'boolean', enum: [checker.typeToString(type) === 'true'] };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    return undefined;
  }

  function schemaOf(type: ts.Type, path: string): Schema {
    if (isLoose(type) || type.flags & ts.TypeFlags.BigIntLike) throw new LooseType(path, checker.typeToString(type));
    const simple = plain(type);
    if (simple) return simple;
    if (type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.StringLike)) return { type: 'string' }; // a branded id
    if (type.isUnion()) return unionOf(type, path);
    if (type.symbol?.getName() === 'Date') return { type: 'string', format: 'date-time' };
    if (checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type as ts.TypeReference).map((part, i) => schemaOf(part, `${path}/${i}`));
      return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    if (checker.isArrayType(type)) return { type: 'array', items: schemaOf(checker.getTypeArguments(type as ts.TypeReference)[0]!, `${path}[]`) };
    const name = named(type);
    if (!name) return objectOf(type, path);
    if (!refs.has(type)) {
      let free = name;
      for (let n = 2; schemas[free]; n += 1) free = `${name}${n}`;
      refs.set(type, free);
      schemas[free] = {}; // its place is taken before its parts are read: they may point back to it
      schemas[free] = objectOf(type, name);
    }
    return { $ref: `#/components/schemas/${refs.get(type)!}` };
  }

  return schemaOf;
}
