type Value = { readonly S?: string };
type Item = Readonly<Record<string, Value>>;
type WriteRequest = {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
};

/**
 * What a request writes, in words that are the same each time: the operation, and what sort of item or which
 * queue it is about. Of a batch the first item counts. Undefined for what writes nothing.
 */
export function writeKindOf(operation: string, body: Readonly<Record<string, unknown>>): string | undefined {
  switch (operation) {
    case 'SendMessage':
      return `send to ${String(body.QueueUrl).split('/').at(-1)}`;
    case 'PutObject':
      return `put ${String(body.Key)}`;
    case 'DeleteObject':
      return `delete ${String(body.Key)}`;
    case 'PutItem':
      return `put ${sortOf(body.Item as Item)}`;
    case 'UpdateItem':
      return `update ${sortOf(body.Key as Item)}`;
    case 'BatchWriteItem': {
      const [[first] = []] = Object.values(body.RequestItems as Readonly<Record<string, WriteRequest[]>>);
      const { PutRequest, DeleteRequest } = first ?? {};
      return PutRequest === undefined
        ? `delete ${sortOf(DeleteRequest!.Key)}`
        : `put ${sortOf(PutRequest.Item)}`;
    }
    default:
      return undefined;
  }
}

/** The partition without the name in it, and how far a delivery or a receipt has come. */
function sortOf({ pk, status, state }: Item): string {
  const [partition] = pk!.S!.split('#');
  const far = status?.S ?? state?.S;
  return far === undefined ? partition! : `${partition} ${far}`;
}
