import { describeExporter } from '../testing/exporter-suite.ts';
import { startDynamoDbExporter } from '../testing/exporters.ts';

describeExporter('an export of DynamoDB', startDynamoDbExporter);
