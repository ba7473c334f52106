type Value = { readonly S?: string };
type Item = Readonly<Record<string, Value>>;
type WriteRequest = {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
};

/**
 * A stable name for what a request writes: the operation, and the kind of item, the object or the queue. A batch is
 * named after its first item. Undefined if nothing is written.
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
      return `put ${itemKindOf(body.Item as Item)}`;
    case 'UpdateItem':
      return `update ${itemKindOf(body.Key as Item)}`;
    case 'BatchWriteItem': {
      const [[first] = []] = Object.values(body.RequestItems as Readonly<Record<string, WriteRequest[]>>);
      const { PutRequest, DeleteRequest } = first ?? {};
      return PutRequest === undefined
        ? `delete ${itemKindOf(DeleteRequest!.Key)}`
        : `put ${itemKindOf(PutRequest.Item)}`;
    }
    default:
      return undefined;
  }
}

/** The kind of partition, and the progress of a delivery or receipt. */
function itemKindOf({ pk, status, state }: Item): string {
  const [partition] = pk!.S!.split('#');
  const progress = status?.S ?? state?.S;
  return progress === undefined ? partition! : `${partition} ${progress}`;
}
