#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The socket calls of ``LoopbackServer``; every wait is bounded.
enum LoopbackSocket {
  /// Listens on a free port of 127.0.0.1.
  static func listen() throws -> (descriptor: Int32, port: UInt16) {
    #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue)
    #else
    let kind = SOCK_STREAM
    #endif
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { throw SuiteFailure("cannot make a socket: error \(errno)") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound, systemListen(descriptor) == 0 else {
      close(descriptor)
      throw SuiteFailure("cannot listen on 127.0.0.1: error \(errno)")
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private static func systemListen(_ descriptor: Int32) -> Int32 {
    #if canImport(Darwin)
    Darwin.listen(descriptor, 64)
    #elseif canImport(Musl)
    Musl.listen(descriptor, 64)
    #else
    Glibc.listen(descriptor, 64)
    #endif
  }

  /// The next connection, or `nil` after a short while without one.
  static func accept(_ descriptor: Int32) -> Int32? {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&request, 1, 20) == 1 else { return nil }
    #if canImport(Darwin)
    let connection = Darwin.accept(descriptor, nil, nil)
    #elseif canImport(Musl)
    let connection = Musl.accept(descriptor, nil, nil)
    #else
    let connection = Glibc.accept(descriptor, nil, nil)
    #endif
    guard connection >= 0 else { return nil }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    unsafe setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    return connection
  }

  /// The head of a request, up to its empty line; `nil` where the client goes away first.
  static func readHead(_ descriptor: Int32) -> String? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < 65_536 {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
      }
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
      if bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
        return String(decoding: bytes, as: UTF8.self)
      }
    }
    return nil
  }

  /// Sends everything; `false` where the client has gone away.
  static func send(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
    #if canImport(Darwin)
    let flags: Int32 = 0
    #else
    let flags = Int32(MSG_NOSIGNAL)
    #endif
    return unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = unsafe systemSend(
          descriptor,
          buffer.baseAddress.map { unsafe $0 + done },
          buffer.count - done,
          flags
        )
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }

  private static func systemSend(
    _ descriptor: Int32,
    _ bytes: UnsafeRawPointer?,
    _ count: Int,
    _ flags: Int32
  ) -> Int {
    #if canImport(Darwin)
    unsafe Darwin.send(descriptor, bytes, count, flags)
    #elseif canImport(Musl)
    unsafe Musl.send(descriptor, bytes, count, flags)
    #else
    unsafe Glibc.send(descriptor, bytes, count, flags)
    #endif
  }

  /// Closes a connection so that the client sees a reset.
  static func reset(_ descriptor: Int32) {
    var lingering = linger(l_onoff: 1, l_linger: 0)
    let size = socklen_t(MemoryLayout<linger>.size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lingering, size)
  }

  /// Closes a socket.
  static func end(_ descriptor: Int32) {
    // What the client still sends is read, so that it sees an orderly end and no reset.
    shutdown(descriptor, Int32(SHUT_WR))
    close(descriptor)
  }

  /// Waits for some milliseconds.
  static func pause(_ milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }
}
