/** A device, by the key of its row. */
export interface DeviceKey {
  organizationId: string;
  /** Also the name of its thing in AWS IoT, and its MQTT client id. */
  deviceId: string;
}
