import Synchronization

/// Answers one request of a ``LoopbackServer``.
struct LoopbackConnection {
  let descriptor: Int32
  let shared: LoopbackServer.Shared

  func serve() {
    defer { LoopbackSocket.end(descriptor) }
    guard let head = LoopbackSocket.readHead(descriptor),
      let request = LoopbackRequest(head: head)
    else { return }
    let (found, fault) = shared.state.withLock {
      state -> (LoopbackResource?, LoopbackFault) in
      state.requests.append(request)
      var fault = LoopbackFault.none
      if var script = state.scripts[request.path], !script.isEmpty {
        fault = script.removeFirst()
        state.scripts[request.path] = script
      }
      if case .changed(let etag, let content) = fault {
        state.resources[request.path] = LoopbackResource(content, etag: etag)
      }
      return (state.resources[request.target] ?? state.resources[request.path], fault)
    }
    let resource = found ?? LoopbackResource(status: 404, text: "not found")
    answer(request, Self.checked(resource, request), fault)
  }

  /// The resource, or its refusal where the token is not the right one.
  private static func checked(
    _ resource: LoopbackResource,
    _ request: LoopbackRequest
  ) -> LoopbackResource {
    guard let token = resource.token, request.headers["authorization"] != "Bearer \(token)",
      let refusal = resource.refusal
    else { return resource }
    return LoopbackResource(status: refusal.status, text: "refused", headers: refusal.headers)
  }

  private func answer(
    _ request: LoopbackRequest,
    _ resource: LoopbackResource,
    _ fault: LoopbackFault
  ) {
    var reply = LoopbackReply(resource, request)
    switch fault {
    case .none, .cut, .reset, .stall, .drip, .changed: break
    case .status(let status, let headers):
      reply = LoopbackReply(
        LoopbackResource(status: status, text: "scripted", headers: headers),
        request
      )
    case .wrongLength(let length): reply.headers["Content-Length"] = "\(length)"
    case .html:
      let page = "<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n"
      reply = LoopbackReply(
        LoopbackResource(status: 200, text: page, headers: ["Content-Type": "text/html"]),
        request
      )
    case .empty: reply = LoopbackReply(LoopbackResource(status: 200), request)
    case .ignoreRange:
      var whole = resource
      whole.ignoresRange = true
      reply = LoopbackReply(whole, request)
    case .flippedByte(let position):
      var damaged = resource
      damaged.content[position] ^= 0xff
      reply = LoopbackReply(damaged, request)
    case .wrongContentRange:
      reply.headers["Content-Range"] = "bytes 1-\(reply.body.count)/\(resource.content.count)"
    case .wrongTotal:
      reply.headers["Content-Range"]?.append("7")
    case .contentEncoding(let name): reply.headers["Content-Encoding"] = name
    case .noise(let bytes):
      _ = LoopbackSocket.send(descriptor, bytes[...])
      return
    }
    if request.method == "HEAD" { reply.body = [] }
    send(reply, fault)
  }

  private func send(_ reply: LoopbackReply, _ fault: LoopbackFault) {
    if case .stall(let count) = fault, count < 0 { return stall() }
    guard LoopbackSocket.send(descriptor, reply.head[...]) else { return }
    switch fault {
    case .cut(let count): _ = LoopbackSocket.send(descriptor, reply.body.prefix(count))
    case .reset(let count):
      _ = LoopbackSocket.send(descriptor, reply.body.prefix(count))
      LoopbackSocket.pause(50)
      LoopbackSocket.reset(descriptor)
    case .stall(let count):
      _ = LoopbackSocket.send(descriptor, reply.body.prefix(count))
      stall()
    case .drip(let count, let milliseconds):
      var rest = reply.body
      while !rest.isEmpty, !shared.isOver {
        guard LoopbackSocket.send(descriptor, rest.prefix(count)) else { return }
        rest = rest.dropFirst(count)
        LoopbackSocket.pause(milliseconds)
      }
    default: _ = LoopbackSocket.send(descriptor, reply.body)
    }
  }

  private func stall() {
    while !shared.isOver { LoopbackSocket.pause(20) }
  }
}

/// A status, headers and a body.
struct LoopbackReply {
  var status: Int
  var headers: [String: String]
  var body: ArraySlice<UInt8>

  init(_ resource: LoopbackResource, _ request: LoopbackRequest) {
    status = resource.status
    headers = resource.headers
    body = resource.content[...]
    headers["ETag"] = resource.etag
    if status == 200, !resource.ignoresRange {
      headers["Accept-Ranges"] = "bytes"
      let matches = request.headers["if-range"].map { $0 == resource.etag } ?? true
      if let range = request.range, matches {
        let count = resource.content.count
        if range.first < count {
          let last = min(range.last ?? count - 1, count - 1)
          status = 206
          headers["Content-Range"] = "bytes \(range.first)-\(last)/\(count)"
          body = resource.content[range.first...max(range.first, last)]
        } else {
          status = 416
          headers["Content-Range"] = "bytes */\(count)"
          body = []
        }
      }
    }
    headers["Content-Length"] = "\(body.count)"
  }

  var head: [UInt8] {
    var text = "HTTP/1.1 \(status) Scripted\r\nConnection: close\r\n"
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
      text += "\(name): \(value)\r\n"
    }
    return Array((text + "\r\n").utf8)
  }
}
