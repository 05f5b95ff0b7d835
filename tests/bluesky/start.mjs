// The network that Bluesky's developers work with: PDS, AppView and directory in one process, on 127.0.0.1 only.
import net from 'node:net'

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  const options = typeof port === 'object' && port !== null ? { ...port, host: '127.0.0.1' } : port
  const isNumber = typeof port === 'number' || port === undefined
  return listen.call(this, isNumber ? { port: port ?? 0, host: '127.0.0.1' } : options, ...rest.filter((one) => typeof one === 'function'))
}

const { TestNetwork } = await import('@atproto/dev-env')
const network = await TestNetwork.create({
  pds: { hostname: 'localhost', enableDidDocWithSession: true },
  bsky: { dbPostgresSchema: 'bsky' },
})
console.log(`READY ${network.pds.url}`)
