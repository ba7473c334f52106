import { VENDORS } from '../lib/chats/chat-key.ts';
import { parseFunctionEnvironment } from '../lib/config/function-environment.ts';
import { wake } from '../lib/delivery/wake.ts';
import { scheduled } from '../lib/lambda/operations.ts';
import { wakeDependencies } from '../lib/lambda/tasks.ts';
import { dynamoDeliveryStore } from '../lib/store/dynamo-delivery-store.ts';
import { connectTable } from '../lib/store/table.ts';

const { table, queues } = parseFunctionEnvironment(process.env, ['fan-out']);
const deps = wakeDependencies(dynamoDeliveryStore(connectTable(table, {})), queues['fan-out']);

export const handler = scheduled(async () => ({ due: await wake(deps, VENDORS) }));
